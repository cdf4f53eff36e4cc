locals { a = 1 }
locals { b = local.a }
locals { a = 3 }
output "x" { value = local.b }
