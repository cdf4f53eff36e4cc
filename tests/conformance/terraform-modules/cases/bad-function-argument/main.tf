output "o" {
  value = upper(["a"])
}
