inputs = {
  who = values.who
}
