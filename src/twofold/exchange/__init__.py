"""Packets: sending and receiving copies of a review, and showing how it came about."""
