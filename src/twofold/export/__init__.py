"""What goes out: tables that an analyst can trust, one writer a file, and the data package around them."""
