feature "x" {
}
