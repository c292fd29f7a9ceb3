"""What goes out for reading: figures as SVG, and the report as one page."""
