a = "module"
b = "module"
n = "module"
