output "x" {
  value = "a ${local.nope}"
}
