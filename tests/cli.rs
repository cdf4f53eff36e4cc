//! The command line as a person uses it: each `tests/cmd/*.trycmd` is a session with its exact output.

#[test]
fn sessions() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}
