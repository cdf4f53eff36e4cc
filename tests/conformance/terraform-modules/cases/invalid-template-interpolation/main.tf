output "o" {
  value = "a ${["x"]}"
}
