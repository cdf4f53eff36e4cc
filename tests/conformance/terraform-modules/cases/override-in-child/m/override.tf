output "v" { value = "over" }
