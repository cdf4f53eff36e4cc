variable "o" { type = object({ a = number, b = string }) }
