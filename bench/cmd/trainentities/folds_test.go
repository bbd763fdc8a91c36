package main

import "testing"

func TestFoldsKeepOutletsTogetherAndDevelopmentOut(t *testing.T) {
	articles := []article{
		{ID: "a1", Split: "train", Outlet: "a"},
		{ID: "b1", Split: "train", Outlet: "b"},
		{ID: "a2", Split: "train", Outlet: "a"},
		{ID: "c", Split: "train"},
		{ID: "d", Split: "dev", Outlet: "a"},
	}
	of := foldsOf(articles, 2)
	if of[0] != of[2] {
		t.Errorf("outlet a is in folds %d and %d", of[0], of[2])
	}
	if of[1] == of[0] || of[3] == of[0] {
		t.Errorf("folds %v: the smaller groups belong in the other fold", of)
	}
	if of[4] != -1 {
		t.Errorf("an article of the development part is in fold %d", of[4])
	}
}
