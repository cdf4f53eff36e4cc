output "t" {
  value = templatefile("${path.module}/t.tpl", { a = 1 })
}
