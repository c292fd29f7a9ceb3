"""Codebooks in the forms of other tools: tables, XLSForm, REDCap data dictionaries, and the headers of a sheet."""
