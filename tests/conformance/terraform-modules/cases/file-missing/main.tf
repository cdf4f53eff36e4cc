output "x" {
  value = file("${path.module}/no.txt")
}
