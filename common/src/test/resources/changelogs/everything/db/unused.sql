not used
