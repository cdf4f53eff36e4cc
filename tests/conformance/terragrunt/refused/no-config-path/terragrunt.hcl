dependency "a" {
}
