//go:build !unix

package main

import "os"

// tryLock relies on the port of the embedded server where files can't be locked.
func tryLock(*os.File) error { return nil }
