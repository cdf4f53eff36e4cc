output "o" {
  value = nosuch("a")
}
