// Package models is the list of models that a graph may name and the store of
// their files on this machine.
//
// models.yaml is the list: for each model its files, where they come from, their
// sizes and hashes, the licence, and what a node must know to feed it. A Store
// finds a model's files in a mirror directory or in the user's cache and fills the
// cache on demand. Whatever it hands out has the hash that the list gives.
//
// A user adds models by a list of the same form (see Own). With a file models.yaml
// in a directory, the files named in it beside it, and MASKGRAPH_MODELS set to the
// directory, graphs may name them:
//
//	# models.yaml
//	- name: my-edge-sam
//	  task: segment
//	  decode: edge-sam      # see Forms
//	  input: {width: 1024, height: 1024, order: rgb, round: true,
//	          mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375]}
//	  files:
//	    - role: encoder
//	      name: edge_sam_encoder.onnx
//	      sha256: 64 digits     # what sha256sum prints
//	      inputs: [{name: image, shape: [1, 3, 1024, 1024]}]
//	      outputs: [{name: image_embeddings, shape: [1, 256, 64, 64]}]
//	    - role: decoder
//	      name: edge_sam_decoder.onnx
//	      sha256: 64 digits
//	      inputs:
//	        - {name: image_embeddings, shape: [1, 256, 64, 64]}
//	        - {name: point_coords, shape: [1, -1, 2]}
//	        - {name: point_labels, shape: [1, -1]}
//	      outputs:
//	        - {name: scores, shape: [1, 4]}
//	        - {name: masks, shape: [1, 4, 256, 256]}
//
// The package uses no cgo and runs on Unix.
package models
