# Formula for a tap: OWNER/homebrew-archlint. OWNER, the version and the sha256
# of the source archive are filled in for a release.
class Archlint < Formula
  desc "Reviews Genesys Cloud Architect flows before go-live"
  homepage "https://github.com/OWNER/archlint"
  url "https://github.com/OWNER/archlint/archive/refs/tags/v0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "Apache-2.0"

  depends_on "go" => :build

  def install
    ENV["CGO_ENABLED"] = "0"
    system "go", "build", *std_go_args(ldflags: "-s -w -X main.release=v#{version}"), "./cmd/archlint"
    system bin/"archlint", "man", "man"
    man1.install Dir["man/*.1"]
    generate_completions_from_executable(bin/"archlint", "completion")
  end

  test do
    (testpath/"flow.yaml").write <<~YAML
      inboundCall:
        name: Greeting
        startUpRef: /inboundCall/tasks/task[Start_1]
        tasks:
          - task:
              name: Start
              refId: Start_1
              actions:
                - disconnect: {name: Goodbye}
    YAML
    assert_match "1 flow", shell_output("#{bin}/archlint check flow.yaml")
  end
end
