// Package models is the list of models that a graph may name and the store of
// their files on this machine.
//
// models.yaml is the list: for each model its files, where they come from, their
// sizes and hashes, the licence, and what a node must know to feed it. A Store
// finds a model's files in a mirror directory or in the user's cache and fills the
// cache on demand. Whatever it hands out has the hash that the list gives.
//
// The package uses no cgo and runs on Unix.
package models
