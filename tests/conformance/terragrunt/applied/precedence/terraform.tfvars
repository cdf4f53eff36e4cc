c = "unit"
