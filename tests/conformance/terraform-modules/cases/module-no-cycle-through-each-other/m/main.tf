variable "one" {}
variable "two" {}
output "one" { value = var.one }
output "two" { value = var.two }
