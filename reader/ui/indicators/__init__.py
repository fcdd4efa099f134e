"""The table of scored indicators, and the bar that walks through the evidence of one."""
