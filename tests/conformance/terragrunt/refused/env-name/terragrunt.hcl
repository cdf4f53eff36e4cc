inputs = {
  a = get_env("")
}
