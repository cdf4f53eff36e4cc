//! JSON syntax, as CDKTF synthesises it.

use super::*;

#[test]
fn dynamic_blocks_in_json_add_to_those_written_out() {
    let json = r#"{
      "provider": {"aws": [{"region": "eu-west-1"}, {"alias": "us", "region": "us-east-1"}]},
      "resource": {"aws_security_group": {"this": {
        "//": {"metadata": {"path": "app/sg"}},
        "provider": "aws.us",
        "ingress": [{"from_port": 1}],
        "dynamic": {"ingress": {
          "for_each": "${toset([\"80\", \"443\"])}",
          "iterator": "rule",
          "content": {"from_port": "${rule.value}", "dynamic": {"deep": {"for_each": [1], "content": {"v": "${deep.value}"}}}}
        }}
      }}}
    }"#;
    let made = one(vec![("cdk.tf.json", json)]);
    assert_eq!(
        shown(&made, "aws_security_group.this", &["ingress"]),
        "[{ from_port = 1 }, { from_port = \"443\", deep = [{ v = 1 }] }, { from_port = \"80\", deep = [{ v = 1 }] }]"
    );
    assert_eq!(&*resource(&made, "aws_security_group.this").provider, "aws.us");
    assert_eq!(made.providers.len(), 2);
    assert!(made.gaps.is_empty(), "{:?}", made.gaps);
}

#[test]
fn lifecycle_and_comments_are_no_arguments_in_json() {
    let json = r#"{
      "provider": {"aws": {"region": "eu-west-1"}},
      "resource": {"aws_vpc": {"this": {
        "//": "why", "cidr_block": "10.0.0.0/16", "lifecycle": [{"prevent_destroy": true}], "depends_on": []
      }}}
    }"#;
    let made = one(vec![("cdk.tf.json", json)]);
    let names: Vec<&str> =
        resource(&made, "aws_vpc.this").attributes.as_map().unwrap().entries.iter().map(|e| &*e.key).collect();
    assert_eq!(names, ["cidr_block"]);
}

#[test]
fn blocks_of_one_type_may_be_written_twice_in_json_and_arguments_may_not() {
    let json = r#"{
      "provider": {"aws": {"region": "eu-west-1"}},
      "resource": {"aws_security_group": {"this": {
        "ingress": {"from_port": 1},
        "ingress": {"from_port": 2},
        "name": "a",
        "name": "b"
      }}}
    }"#;
    let (sources, made) = run(vec![("cdk.tf.json", json)]);
    let [gap] = made.gaps.as_slice() else { panic!("{:?}", made.gaps) };
    assert_eq!(gap.kind, GapKind::Refused);
    assert_eq!(&*gap.message, "`name` is set twice here, first on line 6; it may be set only once");
    let at = gap.at.unwrap();
    assert_eq!(sources.line_col(at.file, at.start).line, 7);
}

#[test]
fn dynamic_blocks_inside_of_blocks_and_blocks_written_several_times_are_blocks_in_json() {
    let json = r#"{
      "provider": {"aws": {"region": "eu-west-1"}},
      "locals": {"ports": {"a": 1, "b": 2}},
      "resource": {"aws_thing": {"this": {
        "rule": {
          "name": "outer",
          "dynamic": {"port": [{"for_each": "${local.ports}", "content": {"//": "why", "number": "${port.value}", "labels": {"${port.key}": "own", "//": "kept"}}}]}
        },
        "grant": [
          {"who": "a"},
          {"who": "b", "deep": {"dynamic": {"item": {"for_each": ["x"], "content": {"v": "${item.value}"}}}}}
        ],
        "ingress": {"from_port": 1},
        "ingress": [{"from_port": 2}, {"from_port": 3}],
        "tags": {"dynamic": "no block"}
      }}}
    }"#;
    let made = one(vec![("cdk.tf.json", json)]);
    let of = |name: &str| shown(&made, "aws_thing.this", &[name]);
    assert_eq!(
        of("rule"),
        "[{ name = \"outer\", port = [{ number = 1, labels = { a = \"own\", // = \"kept\" } }, { number = 2, labels = { b = \"own\", // = \"kept\" } }] }]"
    );
    assert_eq!(of("grant"), "[{ who = \"a\" }, { who = \"b\", deep = [{ item = [{ v = \"x\" }] }] }]");
    assert_eq!(of("ingress"), "[{ from_port = 1 }, { from_port = 2 }, { from_port = 3 }]");
    assert_eq!(of("tags"), "{ dynamic = \"no block\" }");
    assert!(made.gaps.is_empty(), "{:?}", made.gaps);
}
