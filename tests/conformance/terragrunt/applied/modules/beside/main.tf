output "o" {
  value = "beside"
}
