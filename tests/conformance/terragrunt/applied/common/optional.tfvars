f = "optional"
