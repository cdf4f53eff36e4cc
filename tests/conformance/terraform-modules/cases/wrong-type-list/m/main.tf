variable "n" { type = list(string) }
