// Records what Flux makes of a Flux Kustomization: the steps of kustomize-controller that need no cluster, called as it
// calls them, from github.com/fluxcd/pkg.
//
// Usage: record CASE... where CASE is a directory with `flux.yaml` (the Flux Kustomization), `input/` (its source), and
// perhaps `cluster.yaml` (ConfigMaps and Secrets that are there already). Writes `expected.yaml`, or
// `expected-error.txt` when Flux refuses it.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/fluxcd/pkg/kustomize"
	"github.com/fluxcd/pkg/ssa/utils"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/yaml"
)

func main() {
	for _, dir := range os.Args[1:] {
		out, err := build(dir)
		os.Remove(filepath.Join(dir, "expected.yaml"))
		os.Remove(filepath.Join(dir, "expected-error.txt"))
		name, text := "expected.yaml", out
		if err != nil {
			name, text = "expected-error.txt", clean(err.Error())+"\n"
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			panic(err)
		}
	}
}

var scratch string

// clean takes the directory of this run out of a message.
func clean(message string) string {
	return strings.ReplaceAll(strings.TrimPrefix(message, "\n"), scratch, "")
}

func build(dir string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dir, "flux.yaml"))
	if err != nil {
		panic(err)
	}
	var k unstructured.Unstructured
	if err := yaml.Unmarshal(text, &k.Object); err != nil {
		panic(err)
	}
	scratch, err = os.MkdirTemp("", "record")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(scratch)
	if err := os.CopyFS(scratch, os.DirFS(filepath.Join(dir, "input"))); err != nil {
		panic(err)
	}
	path, _, _ := unstructured.NestedString(k.Object, "spec", "path")
	target := filepath.Join(scratch, path)
	if _, err := kustomize.NewGenerator(scratch, k).WriteFile(target); err != nil {
		return "", err
	}
	built, err := kustomize.SecureBuild(scratch, target, false)
	if err != nil {
		return "", err
	}
	present := fake.NewClientBuilder()
	if text, err := os.ReadFile(filepath.Join(dir, "cluster.yaml")); err == nil {
		objects, err := utils.ReadObjects(bytes.NewReader(text))
		if err != nil {
			panic(err)
		}
		for _, object := range objects {
			present = present.WithObjects(client.Object(object))
		}
	}
	there := present.Build()
	_, strict := k.GetAnnotations()["record/strict"]
	strategy, _, _ := unstructured.NestedString(k.Object, "spec", "postBuild", "substituteStrategy")
	if _, found, _ := unstructured.NestedMap(k.Object, "spec", "postBuild"); found {
		for _, resource := range built.Resources() {
			done, err := kustomize.SubstituteVariables(context.Background(), there, k, resource,
				kustomize.SubstituteWithStrict(strict), kustomize.SubstituteWithAlways(strategy == "Always"))
			if err != nil {
				return "", fmt.Errorf("post build failed for %s: %w", resource.GetName(), err)
			}
			if done != nil {
				if _, err := built.Replace(resource); err != nil {
					return "", err
				}
			}
		}
	}
	made, err := built.AsYaml()
	if err != nil {
		return "", err
	}
	objects, err := utils.ReadObjects(bytes.NewReader(made))
	if err != nil {
		return "", err
	}
	labels, _, _ := unstructured.NestedStringMap(k.Object, "spec", "commonMetadata", "labels")
	annotations, _, _ := unstructured.NestedStringMap(k.Object, "spec", "commonMetadata", "annotations")
	if len(labels)+len(annotations) > 0 {
		utils.SetCommonMetadata(objects, labels, annotations)
	}
	return utils.ObjectsToYAML(objects)
}
