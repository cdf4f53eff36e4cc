variable "n" { type = number }
