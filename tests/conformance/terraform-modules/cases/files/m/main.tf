variable "who" {}
output "own" { value = trimspace(file("${path.module}/b.txt")) }
output "tpl" { value = templatefile("${path.module}/t.tpl", { who = var.who, list = ["a", "b"] }) }
output "cwd_relative" { value = trimspace(file("a.txt")) }
