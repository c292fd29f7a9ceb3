"""An open review: what is visible to whom, what to do next, record and submit."""
