b = "module, automatic"
