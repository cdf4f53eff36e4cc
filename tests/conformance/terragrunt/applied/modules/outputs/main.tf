output "out" {
  value = "o"
}
output "obj" {
  value = { k = 1 }
}
output "nothing" {
  value = null
}
