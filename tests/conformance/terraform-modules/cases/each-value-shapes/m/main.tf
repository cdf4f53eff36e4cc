variable "cidr" { type = string }
output "first" { value = cidrhost(var.cidr, 1) }
