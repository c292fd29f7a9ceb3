"""From a review's released codes to what is compared: frozen sheets, disagreements, and codes as the statistics take
them."""
