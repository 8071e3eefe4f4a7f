//! Every rule's fixture gives that rule and no other, its twin none; whole outputs are compared.

mod door;

use door::goalpost;

#[test]
fn the_sample_is_clean() {
    let ran = goalpost(["check", "fixtures/sample/pretty.json"]).run();
    assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""), "{}", ran.out());
}
