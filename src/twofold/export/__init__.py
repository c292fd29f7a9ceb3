"""What goes out for analysis: one writer a file, and the data package that describes them."""
