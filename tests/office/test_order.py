"""Whatever way facts travel, everybody ends with equal books."""
