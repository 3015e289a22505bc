package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// What the foreign loops are made of. The runtime is the version of ours.
var (
	nodePackages   = []string{"onnxruntime-node@1.30.0", "sharp@0.35"}
	pythonPackages = []string{"onnxruntime==1.30.0", "opencv-python-headless", "pycocotools", "numpy"}
)

// findNode installs the packages of the Node.js loop, or says why it cannot be.
func (b *bench) findNode(ctx context.Context) (missing string) {
	for _, tool := range []string{"node", "npm", "ffmpeg"} {
		if _, err := exec.LookPath(tool); err != nil {
			return "Node.js: there is no " + tool
		}
	}
	dir := filepath.Join(b.dir, "node")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "onnxruntime-node")); err == nil {
		return ""
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "Node.js: " + err.Error()
	}
	say("installing %s", strings.Join(nodePackages, ", "))
	// without the flag its install script downloads CUDA libraries
	args := append([]string{"install", "--prefix", dir, "--no-audit", "--no-fund", "--onnxruntime-node-install=skip"}, nodePackages...)
	return explain("Node.js: npm install", ctx, "npm", args...)
}

// findPython installs the packages of the Python loop, or says why it cannot be.
func (b *bench) findPython(ctx context.Context) (missing string) {
	if _, err := exec.LookPath("python3"); err != nil {
		return "Python: there is no python3"
	}
	dir := filepath.Join(b.dir, "python")
	if _, err := os.Stat(filepath.Join(dir, "complete")); err == nil {
		return ""
	}
	say("installing %s", strings.Join(pythonPackages, ", "))
	if why := explain("Python: venv", ctx, "python3", "-m", "venv", dir); why != "" {
		return why
	}
	args := append([]string{"-m", "pip", "install", "--quiet", "--disable-pip-version-check"}, pythonPackages...)
	if why := explain("Python: pip install", ctx, filepath.Join(dir, "bin", "python"), args...); why != "" {
		return why
	}
	_ = os.WriteFile(filepath.Join(dir, "complete"), nil, 0o644)
	return ""
}

// explain runs a command and says what went wrong, in a line.
func explain(what string, ctx context.Context, name string, args ...string) string {
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err == nil {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return fmt.Sprintf("%s: %v: %s", what, err, lines[len(lines)-1])
}

func (b *bench) nodeLoop(form string, w workload, out string) (string, []string) {
	return "node", append([]string{
		"scripts/bench/peers/loop.mjs", "--modules", filepath.Join(b.dir, "node"),
		"--width", fmt.Sprint(w.Width), "--height", fmt.Sprint(w.Height),
	}, b.loopArgs(form, w, out)...)
}

func (b *bench) pythonLoop(form string, w workload, out string) (string, []string) {
	return filepath.Join(b.dir, "python", "bin", "python"), append([]string{"scripts/bench/peers/loop.py"}, b.loopArgs(form, w, out)...)
}

func (b *bench) loopArgs(form string, w workload, out string) []string {
	return []string{
		"--encoder", b.store.encoder, "--decoder", b.store.decoder, "--form", form,
		"--source", w.Source, "--boxes", w.json, "--frames", fmt.Sprint(w.Frames), "--out", out,
	}
}
