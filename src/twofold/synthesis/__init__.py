"""What the coded outcomes say together: effect direction, vote counting, harvest and gap map. Pure functions."""
