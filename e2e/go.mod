module github.com/inquit/inquit/e2e

go 1.26

require github.com/inquit/inquit v0.0.0

replace github.com/inquit/inquit => ../
