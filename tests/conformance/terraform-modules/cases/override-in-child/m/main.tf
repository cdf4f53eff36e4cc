output "v" { value = "base" }
