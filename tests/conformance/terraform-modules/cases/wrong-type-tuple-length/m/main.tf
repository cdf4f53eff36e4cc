variable "t" { type = tuple([number, number]) }
