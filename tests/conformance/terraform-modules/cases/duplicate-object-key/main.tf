output "o" { value = { a = 1, a = 2 } }
