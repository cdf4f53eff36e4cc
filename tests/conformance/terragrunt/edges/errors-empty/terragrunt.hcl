errors {
}
