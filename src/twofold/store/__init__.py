"""The logs on disk: reading and appending, the folder of a review, locks, and who this device is."""
