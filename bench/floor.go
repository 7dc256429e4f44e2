package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
	"gopkg.in/yaml.v3"
)

// floorCommand makes the program a contender itself: it does nothing but decode
// the files of a directory.
const floorCommand = "floor"

// floor reads the files of dir on all processors: JSON as tokens, YAML as nodes.
// Nothing that has to look at every byte with these libraries can be faster.
func floor(format, dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*."+format))
	if err != nil {
		return err
	}
	decode := tokens
	if format == "yaml" {
		decode = nodes
	}
	work, failed := make(chan string), make(chan error, len(files))
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for file := range work {
				text, err := os.ReadFile(file)
				if err == nil {
					err = decode(text)
				}
				if err != nil {
					failed <- err
				}
			}
		})
	}
	for _, file := range files {
		work <- file
	}
	close(work)
	wg.Wait()
	close(failed)
	return <-failed
}

func tokens(text []byte) error {
	dec := jsontext.NewDecoder(bytes.NewBuffer(text))
	for {
		if _, err := dec.ReadToken(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func nodes(text []byte) error {
	var n yaml.Node
	return yaml.Unmarshal(text, &n)
}
