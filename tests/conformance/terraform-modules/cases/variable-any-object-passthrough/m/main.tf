variable "cfg" { type = any }
output "cfg" { value = var.cfg }
