output "extra" {
  value = "module"
}
