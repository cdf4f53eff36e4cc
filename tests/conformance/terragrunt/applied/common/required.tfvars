e = "required"
f = "required"
undeclared = "x"
