# An Sinh. `make help` lists what can be done; every target says first what it will do.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PORT ?= 8000
SHARED ?= $(or $(ANSINH_SHARED),../shared)
PYTEST_ARGS ?=
# The pinned uv works inside .venv only, with this machine's Python, and takes nothing away that is there.
# An office network may sign with its own certificate, which the machine then knows.
CERTS := $(if $(wildcard /etc/ssl/certs/ca-certificates.crt),UV_SYSTEM_CERTS=1)
SYNC = UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy $(CERTS) $(BIN)/uv sync --quiet --locked --inexact --python $(BIN)/python

.PHONY: help demo demo-check test check bench screens needs browser-tools

help: ## Danh sách các lệnh
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1|/' | column -t -s '|'

demo: ## Chạy thử tại http://127.0.0.1:8000 (PORT=… để đổi cổng)
	@echo "make demo: tạo .venv, cài các thư viện đã khóa phiên bản, mở PostgreSQL riêng trong .ansinh/, cập nhật bảng,"
	@echo "đưa tài khoản và kế hoạch mẫu vào (lần sau giữ nguyên những gì đã nhập), rồi mở http://127.0.0.1:$(PORT)."
	@$(MAKE) -s .venv/.run
	@exec $(BIN)/ansinh demo --port $(PORT)

demo-check: ## Thử bản chạy thử: mở, đăng nhập, xem năm trang, dừng
	@echo "make demo-check: mở bản chạy thử trên cổng trống với dữ liệu tạm, đăng nhập, xem năm trang rồi dừng."
	@$(MAKE) -s .venv/.run
	@$(BIN)/ansinh demo-check

test: ## Chạy mọi phép thử của chương trình (PYTEST_ARGS=… để thêm tùy chọn); nếp nhà do make check thử
	@echo "make test: cài thư viện để thử (và Chromium, LibreOffice nếu thiếu), chạy mọi phép thử, in mười phép chậm nhất."
	@$(MAKE) -s .venv/.dev browser-tools
	@$(BIN)/pytest -n 2 --dist worksteal --durations=10 --ignore=tests/house $(PYTEST_ARGS)

check: ## Kiểm tra cách viết, kiểu, chiều nhập, tài liệu, giấy phép, bước cập nhật bảng
	@echo "make check: định dạng, lỗi viết, kiểu, chiều nhập giữa các phòng, tài liệu, giấy phép thư viện, bảng, cấu hình chạy thật."
	@$(MAKE) -s .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/house tests/security/test_25_supply_chain.py tests/security/test_25_deploy.py

bench: ## Đo cách đọc kế hoạch so với bản đọc mẫu
	@echo "make bench: đọc các văn bản trong $(SHARED) và so với bản đọc mẫu."
	@$(MAKE) -s .venv/.dev
	@$(BIN)/python -m bench.plans $(SHARED)/documents

screens: ## Chụp mọi trang ở 1366 và 360 điểm ảnh vào docs/screens/
	@echo "make screens: mở bản chạy thử với dữ liệu tạm và chụp mọi trang vào docs/screens/."
	@$(MAKE) -s .venv/.dev browser-tools
	@$(BIN)/python -m tests.browser.screens

needs:
	@command -v python3 >/dev/null || { echo "Thiếu python3: cài bằng  apt install python3 python3-venv"; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên; máy này có $$(python3 --version)."; exit 1; }
	@python3 -c 'import venv, ensurepip' 2>/dev/null || { echo "Thiếu python3-venv: cài bằng  apt install python3-venv"; exit 1; }

.venv/bin/uv: .ci/uv.txt
	@$(MAKE) -s needs
	@test -x $(BIN)/python || { echo "Tạo .venv …"; python3 -m venv .venv; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/uv.txt
	@touch $@

.venv/.run: .venv/bin/uv pyproject.toml uv.lock
	@echo "Cài các thư viện để chạy …"
	@$(SYNC) --no-dev
	@touch $@

.venv/.dev: .venv/.run
	@echo "Cài các thư viện để thử …"
	@$(SYNC)
	@touch $@

browser-tools:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-writer"; \
	fc-list 2>/dev/null | grep -qi liberation || missing="$$missing fonts-liberation2"; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Cài$$missing bằng apt …"; \
	    apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	  else \
	    echo "Thiếu$$missing: cài bằng  sudo apt install$$missing"; exit 1; \
	  fi; \
	fi
