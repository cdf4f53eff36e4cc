variable "a" { default = "native" }
output "o" { value = "${var.a}-${local.j}" }
